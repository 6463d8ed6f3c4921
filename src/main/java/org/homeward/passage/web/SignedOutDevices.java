package org.homeward.passage.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.homeward.access.Refusal;
import org.homeward.passage.Devices;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Tells a device that names itself that it has been signed out from afar. It gets no list any more; what it still holds is
 * taken all the same.
 */
@Component
class SignedOutDevices implements HandlerInterceptor, WebMvcConfigurer {

    private static final String HEADER = "Homeward-Device";
    private static final String LISTS = "/checkpoint/movements";

    private final Devices devices;

    SignedOutDevices(Devices devices) {
        this.devices = devices;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/checkpoint", "/checkpoint/**", "/api/scans");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String device = request.getHeader(HEADER);
        if (device != null && devices.isSignedOut(device)) {
            response.setHeader(HEADER, "signed-out");
            if (ServletRequestPathUtils.getParsedRequestPath(request)
                    .pathWithinApplication()
                    .value()
                    .startsWith(LISTS)) {
                throw new Refusal.NotAllowed(
                        "This device has been signed out from afar and gets no lists any more. If it has been found, a manager"
                                + " can let it in again.");
            }
        }
        return true;
    }
}
